"""How much will be sold in the coming weeks: shop, categories, products; with ranges that cover.

Method and measured peers: recommend_forecast.md, sections 5 and 6.
"""
