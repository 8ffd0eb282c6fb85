namespace Testing;

/// <summary>The collection of tests that change or measure something of the whole test process. No other test runs at the same time.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class AloneInTheProcess
{
    public const string Name = "Alone in the process";
}
