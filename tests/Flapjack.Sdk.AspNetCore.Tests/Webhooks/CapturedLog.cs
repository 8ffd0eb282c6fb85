using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Flapjack.Sdk.AspNetCore.Tests.Webhooks;

/// <summary>Keeps everything that is logged, of every level: messages, their values, scopes and exceptions.</summary>
internal sealed class CapturedLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<(LogLevel Level, string Text)> _lines = [];

    public IEnumerable<string> All => _lines.Select(line => line.Text);

    public IEnumerable<string> Errors => _lines.Where(line => line.Level >= LogLevel.Error).Select(line => line.Text);

    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        Keep(LogLevel.Trace, state);
        return null;
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        _lines.Enqueue((logLevel, $"{formatter(state, exception)} {exception}"));
        Keep(LogLevel.Trace, state);
    }

    public void Dispose()
    {
    }

    private void Keep(LogLevel level, object? state)
    {
        foreach (var (name, value) in state as IEnumerable<KeyValuePair<string, object?>> ?? [])
        {
            _lines.Enqueue((level, $"{name}={value}"));
        }
    }
}
