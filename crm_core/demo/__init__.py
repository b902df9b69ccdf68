"""The demo company 青禾生活: a tea and tableware house that never existed, filled into a store and carried on each day."""
