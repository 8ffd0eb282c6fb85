using Flapjack.Cli.Terminal;
using Microsoft.Extensions.Logging;

namespace Flapjack.Cli.Serving;

/// <summary>Writes log messages as lines to the standard error.</summary>
internal sealed class NoteLogs(TextWriter notes) : ILoggerProvider
{
    private readonly Lock _lock = new();

    public ILogger CreateLogger(string categoryName) => new LineLogger(this);

    public void Dispose()
    {
    }

    private void Write(LogLevel level, string message, Exception? exception)
    {
        var line = $"flapjack: {level}: {Paper.Plain(message)}{(exception is null ? "" : $" ({exception.GetType().Name}: {Paper.Plain(exception.Message)})")}";
        lock (_lock)
        {
            try
            {
                notes.WriteLine(line);
            }
            catch (IOException)
            {
                // Nobody reads the log any more. The server goes on.
            }
        }
    }

    private sealed class LineLogger(NoteLogs logs) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            logs.Write(logLevel, formatter(state, exception), exception);
    }
}
