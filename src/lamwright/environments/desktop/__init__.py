"""Any accessible Linux desktop application: started apart from everything else, read and driven through AT-SPI2."""
