namespace Flapjack.ReferenceBackend.Resources.Integrations;

/// <summary>An integration that is attached to an agent, in a turn.</summary>
/// <param name="Id">The id of the integration.</param>
/// <param name="Name">The name of the integration.</param>
/// <param name="Session">The database; null if there is no connection.</param>
/// <param name="Catalogue">The tables that the agent gets.</param>
/// <param name="Error">Why the agent gets no tools, in a sentence without secrets; null if it gets those that it may use.</param>
internal sealed record DatabaseAttached(string Id, string Name, DatabaseSession? Session, DatabaseCatalogue Catalogue, string? Error) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Session?.DisposeAsync() ?? ValueTask.CompletedTask;
}
