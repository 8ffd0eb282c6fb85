using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Testing;

/// <summary>Keeps all that is logged, at every level: messages, their values, exceptions and what the scopes say.</summary>
internal sealed class CapturedLog : ILogger
{
    private readonly ConcurrentQueue<(LogLevel Level, string Text)> _lines = new();
    private readonly ConcurrentQueue<string> _messages = new();
    private readonly Channel<string> _unread = Channel.CreateUnbounded<string>();

    /// <summary>For code that takes a factory or a provider of loggers.</summary>
    public LoggerSource Loggers => new(this);

    /// <summary>Everything, scopes and values too.</summary>
    public IReadOnlyList<string> Lines => [.. _lines.Select(line => line.Text)];

    /// <summary>The lines of errors.</summary>
    public IReadOnlyList<string> Errors => [.. _lines.Where(line => line.Level >= LogLevel.Error).Select(line => line.Text)];

    /// <summary>The messages alone.</summary>
    public IReadOnlyList<string> Messages => [.. _messages];

    /// <summary>Waits for the next message that no test has read: <c>Level: message exception</c>.</summary>
    public async Task<string> NextAsync() => await _unread.Reader.ReadAsync().Soon();

    /// <summary>The messages that no test has read, each as <c>Level: message exception</c>.</summary>
    public IReadOnlyList<string> Rest()
    {
        var rest = new List<string>();
        while (_unread.Reader.TryRead(out var message))
        {
            rest.Add(message);
        }

        return rest;
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => KeepScope("", state);

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Keep("", logLevel, state, exception, formatter(state, exception));

    private static string ValuesOf(object? state) => string.Join(' ', state as IEnumerable<KeyValuePair<string, object?>> ?? []);

    private IDisposable? KeepScope(string category, object state)
    {
        _lines.Enqueue((LogLevel.Trace, $"scope {category} {state} {ValuesOf(state)}"));
        return null;
    }

    private void Keep(string category, LogLevel level, object? state, Exception? exception, string message)
    {
        _lines.Enqueue((level, $"{level} {category} {message} {ValuesOf(state)} {exception}"));
        _messages.Enqueue(message);
        _unread.Writer.TryWrite($"{level}: {message} {exception?.Message}".TrimEnd());
    }

    internal sealed class LoggerSource(CapturedLog log) : ILoggerFactory, ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => new Logger(log, categoryName);

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public void Dispose()
        {
        }
    }

    private sealed class Logger(CapturedLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => log.KeepScope(category, state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Keep(category, logLevel, state, exception, formatter(state, exception));
    }
}
