namespace Flapjack.ReferenceBackend.Orgs;

/// <summary>A column whose value only one row of an organization may have.</summary>
/// <param name="Name">The column's name in SQL.</param>
/// <param name="Code">The code of the refusal of a value that another row has.</param>
/// <param name="Has">How the message says that the other row has the value, for example <c>has the name</c>.</param>
/// <param name="Advice">What the caller can do instead: a sentence.</param>
internal sealed record UniqueColumn(string Name, string Code, string Has, string Advice);
