"""Any accessible Linux desktop application: started apart from everything else, read and driven through AT-SPI2."""

from lamwright.environments.desktop.desktop import Desktop
from lamwright.environments.desktop.environment import DesktopEnvironment

__all__ = ["Desktop", "DesktopEnvironment"]
