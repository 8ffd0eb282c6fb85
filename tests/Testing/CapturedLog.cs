using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Flapjack.Sdk.AspNetCore.Tests;

/// <summary>Keeps all that is logged, at every level: messages, their values, exceptions and what the scopes say.</summary>
internal sealed class CapturedLog : ILoggerProvider
{
    private readonly ConcurrentQueue<(LogLevel Level, string Text)> _lines = new();

    public IReadOnlyList<string> Lines => [.. _lines.Select(line => line.Text)];

    public IReadOnlyList<string> Errors => [.. _lines.Where(line => line.Level >= LogLevel.Error).Select(line => line.Text)];

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, _lines);

    public void Dispose()
    {
    }

    private sealed class Logger(string category, ConcurrentQueue<(LogLevel Level, string Text)> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            lines.Enqueue((LogLevel.Trace, $"scope {category} {state} {ValuesOf(state)}"));
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue((logLevel, $"{logLevel} {category} {formatter(state, exception)} {ValuesOf(state)} {exception}"));

        private static string ValuesOf(object? state) => string.Join(' ', state as IEnumerable<KeyValuePair<string, object?>> ?? []);
    }
}
