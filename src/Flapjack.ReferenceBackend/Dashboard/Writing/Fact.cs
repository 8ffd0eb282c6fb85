namespace Flapjack.ReferenceBackend.Dashboard.Writing;

/// <summary>Something that is known of the thing that a page shows.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">The value.</param>
internal readonly record struct Fact(string Name, Html Value);
