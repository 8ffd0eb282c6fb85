using Flapjack.Sdk;

namespace Flapjack.Benchmarks.Clients;

/// <summary>Commands whose streams stay open.</summary>
internal sealed class HeldStreams(FlapjackClient client) : IAsyncDisposable
{
    // How many commands start at once.
    private const int AtOnce = 8;

    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _streams = [];

    /// <summary>Starts commands, and returns when each has begun.</summary>
    public async Task AddAsync(IReadOnlyList<string> agents, string command, int count)
    {
        using var free = new SemaphoreSlim(AtOnce);
        var started = new List<Task>();
        for (var i = 0; i < count; i++)
        {
            await free.WaitAsync();
            var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var stream = HoldAsync(agents[i % agents.Count], command, begun);
            _streams.Add(stream);
            started.Add(WaitAsync(begun.Task, stream));
        }

        await Task.WhenAll(started);

        async Task WaitAsync(Task begun, Task stream)
        {
            // A command that is refused never begins.
            await await Task.WhenAny(begun, stream);
            free.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_streams);
        _stopping.Dispose();
    }

    private async Task HoldAsync(string agent, string command, TaskCompletionSource begun)
    {
        try
        {
            await foreach (var item in client.ExecComputerAsync(agent, new() { Command = command }, _stopping.Token))
            {
                if (item is ExecStartedEvent)
                {
                    begun.TrySetResult();
                }
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
        }
    }
}
