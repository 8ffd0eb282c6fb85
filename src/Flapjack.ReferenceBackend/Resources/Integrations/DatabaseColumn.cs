namespace Flapjack.ReferenceBackend.Resources.Integrations;

/// <summary>A column that may be read.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type, as PostgreSQL writes it.</param>
internal sealed record DatabaseColumn(string Name, string Type);
