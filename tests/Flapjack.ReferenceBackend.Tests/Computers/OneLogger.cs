using Microsoft.Extensions.Logging;

namespace Flapjack.ReferenceBackend.Tests.Computers;

/// <summary>Gives the same logger for every name.</summary>
internal sealed class OneLogger(ILogger logger) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => logger;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }
}
