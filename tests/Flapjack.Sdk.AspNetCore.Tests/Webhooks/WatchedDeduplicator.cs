using System.Threading.Channels;

namespace Flapjack.Sdk.AspNetCore.Tests.Webhooks;

/// <summary>Tells what it is asked, and fails when it is told to.</summary>
internal sealed class WatchedDeduplicator : IWebhookDeduplicator
{
    private readonly InMemoryWebhookDeduplicator _inner = new();
    private readonly Channel<string> _ended = Channel.CreateUnbounded<string>();

    public Func<string, Exception?> Failure { get; set; } = _ => null;

    /// <summary>What happens once a webhook has been begun with, and before that is known.</summary>
    public Func<CancellationToken, Task> AfterBegin { get; set; } = _ => Task.CompletedTask;

    /// <summary>How the next handling ended, once that is known.</summary>
    public Task<string> NextEndAsync() => _ended.Reader.ReadAsync().Soon();

    public async ValueTask<WebhookIdState> BeginAsync(string id, CancellationToken cancellationToken = default)
    {
        Fail("begin");
        var state = await _inner.BeginAsync(id, cancellationToken);
        await AfterBegin(cancellationToken);
        return state;
    }

    public async ValueTask CompleteAsync(string id, CancellationToken cancellationToken = default)
    {
        Fail("complete");
        await _inner.CompleteAsync(id, cancellationToken);
        _ended.Writer.TryWrite($"completed {id}");
    }

    public async ValueTask AbandonAsync(string id, CancellationToken cancellationToken = default)
    {
        Fail("abandon");
        await _inner.AbandonAsync(id, cancellationToken);
        _ended.Writer.TryWrite($"abandoned {id}");
    }

    private void Fail(string operation)
    {
        if (Failure(operation) is { } exception)
        {
            throw exception;
        }
    }
}
