namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Marks in a container that a client is configured by the section of that path.</summary>
internal sealed record AgentComputerSectionPath(string Path);
