"""Writer's task suite: kinds of task, their wordings, and the tasks made from them."""
