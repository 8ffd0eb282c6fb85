using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Flapjack.Sdk.Tests.DependencyInjection;

/// <summary>Keeps everything that is logged: messages, their values, scopes and exceptions.</summary>
internal sealed class ListLogger : ILoggerProvider, ILogger
{
    public ConcurrentQueue<string> Lines { get; } = [];

    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull
    {
        Keep(state);
        return null;
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        Lines.Enqueue($"{formatter(state, exception)} {exception}");
        Keep(state);
    }

    public void Dispose()
    {
    }

    private void Keep(object? state)
    {
        Lines.Enqueue($"{state}");
        foreach (var (name, value) in state as IEnumerable<KeyValuePair<string, object?>> ?? [])
        {
            Lines.Enqueue($"{name}={value}");
        }
    }
}
