"""UFO's data format (github.com/microsoft/UFO, folder dataflow): plans and trajectories out to it, instantiated plans in from it."""
