// Each test runs a program, and most of them a browser: one after the other, they are light.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
