namespace Testing;

/// <summary>For tests that change or measure what belongs to the whole test process: nothing else may run meanwhile.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class AloneInTheProcess
{
    public const string Name = "Alone in the process";
}
