using Microsoft.Extensions.Hosting;

namespace Flapjack.ReferenceBackend.Api;

/// <summary>
/// A server within somebody else's program. The default lifetime would take SIGTERM and Ctrl+C for itself, and the program could no longer be
/// ended by them.
/// </summary>
internal sealed class EmbeddedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
