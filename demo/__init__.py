"""Hold 晓码学堂, a made-up learning community that shows the product at work."""
