using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Computers.Storage;

/// <summary>One process of the host, and the calls to it. It is killed at some moment of the work.</summary>
internal sealed class CrashLife(CrashHost host) : IDisposable
{
    private readonly TaskCompletionSource _enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _left = int.MaxValue;

    /// <summary>From then on a call may fail, and nothing else may.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Lets the workers work, and kills the host after a while or so many steps of theirs, whichever is first.</summary>
    public async Task SpendAsync(IReadOnlyList<CrashWorker> workers, TimeSpan longest, int steps)
    {
        _left = steps;
        var working = Task.WhenAll(workers.Select(worker => worker.WorkAsync(this)));
        await Task.WhenAny(working, _enough.Task, Task.Delay(longest, TimeProvider.System));
        IsOver = true;
        await host.KillAsync();
        await working;
    }

    public void Stepped()
    {
        if (Interlocked.Decrement(ref _left) == 0)
        {
            _enough.TrySetResult();
        }
    }

    public Task<HttpAnswer> SendAsync(HttpMethod method, string path, string? body = null) => TestBackend.SendAsync(host.Client, method, path, body);

    public async Task<List<SseFrame>> ReadBootstrapAsync(KnownAgent agent)
    {
        using var stream = await SseStream.OpenAsync(host.Client, new(HttpMethod.Get, agent.Path("/computer/bootstrap/stream")));
        return await stream.ReadFramesAsync();
    }

    /// <summary>Sends a command under its key. It goes on when its caller leaves.</summary>
    public Task<SseStream> ExecAsync(KnownAgent agent, KnownExec exec)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, agent.Path("/computer/exec")) { Content = TestBackend.JsonText(exec.Body) };
        request.Headers.Add("Idempotency-Key", exec.Key);
        request.Headers.Add("Flapjack-Detach-Seconds", "3600");
        return SseStream.OpenAsync(host.Client, request);
    }

    /// <summary>Every frame of a command, by a repeat of its key.</summary>
    public async Task<List<SseFrame>> RepeatAsync(KnownAgent agent, KnownExec exec)
    {
        using var stream = await ExecAsync(agent, exec);
        return await stream.ReadFramesAsync();
    }

    /// <summary>Every frame of a command, by its id.</summary>
    public async Task<List<SseFrame>> ReadAgainAsync(KnownAgent agent, string execId)
    {
        using var stream = await SseStream.OpenAsync(host.Client, new(HttpMethod.Get, agent.Path($"/computer/exec/{execId}")));
        return await stream.ReadFramesAsync();
    }

    public void Dispose() => host.Dispose();
}
