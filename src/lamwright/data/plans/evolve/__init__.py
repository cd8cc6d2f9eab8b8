"""Many pairs from few: operators that make tasks more specific, more demanding, composed, reworded, and the loop that applies them."""
