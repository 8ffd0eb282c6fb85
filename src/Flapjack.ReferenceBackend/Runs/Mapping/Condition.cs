namespace Flapjack.ReferenceBackend.Runs.Mapping;

/// <summary>A question about what a run has brought so far. It is data: nothing of it is executed.</summary>
internal abstract record Condition
{
    /// <param name="document">What the run has brought so far.</param>
    /// <exception cref="MappingException">It can't be evaluated.</exception>
    public abstract bool IsMet(PathDocument document);

    /// <summary>Whether all of several conditions are met; true for none.</summary>
    public sealed record All(IReadOnlyList<Condition> Conditions) : Condition
    {
        public override bool IsMet(PathDocument document) => Conditions.All(condition => condition.IsMet(document));
    }

    /// <summary>Whether at least one of several conditions is met; false for none.</summary>
    public sealed record Any(IReadOnlyList<Condition> Conditions) : Condition
    {
        public override bool IsMet(PathDocument document) => Conditions.Any(condition => condition.IsMet(document));
    }

    /// <summary>Whether a condition is not met.</summary>
    public sealed record Not(Condition Inner) : Condition
    {
        public override bool IsMet(PathDocument document) => !Inner.IsMet(document);
    }

    /// <summary>Whether what a path finds passes a test.</summary>
    /// <param name="Path">The path.</param>
    /// <param name="Passes">The test.</param>
    public sealed record Test(JsonPath Path, Func<ConditionSubject, bool> Passes) : Condition
    {
        public override bool IsMet(PathDocument document) => Passes(ConditionSubject.Find(Path, document));
    }
}
