using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Flapjack.ReferenceBackend.Tests.Webhooks;

/// <summary>A log that a test can read, and wait for.</summary>
internal sealed class RecordingLogger : ILogger
{
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Writer.TryWrite($"{logLevel}: {formatter(state, exception)} {exception?.Message}".TrimEnd());

    public async Task<string> NextAsync() => await _lines.Reader.ReadAsync().AsTask().WaitAsync(Patience.Limit);

    /// <summary>What was logged and not read yet.</summary>
    public IReadOnlyList<string> Rest()
    {
        var rest = new List<string>();
        while (_lines.Reader.TryRead(out var line))
        {
            rest.Add(line);
        }

        return rest;
    }
}
