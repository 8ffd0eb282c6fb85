namespace AgentComputer.ReferenceBackend.Ports;

/// <summary>What a caller says of a port that is to be published.</summary>
/// <param name="Port">The TCP port.</param>
/// <param name="Name">Its name in addresses; null for the name that it has, and at first for its number.</param>
/// <param name="Visibility">Who reaches it; null for the visibility that it has, and at first for <c>public</c>.</param>
internal sealed record AskedPort(int Port, string? Name, string? Visibility);
