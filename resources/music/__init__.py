"""Original music for the demo, free for every use (CC0); `make_music` is its score and its orchestra."""
