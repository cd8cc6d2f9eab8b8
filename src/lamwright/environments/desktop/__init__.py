"""Any accessible Linux desktop application: started apart from everything else, read and driven through AT-SPI2."""

from lamwright.environments.desktop.desktop import Desktop

__all__ = ["Desktop"]
