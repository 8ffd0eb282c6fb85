using Flapjack.Cli.Terminal;
using Flapjack.Sdk;

namespace Flapjack.Cli.Calls;

/// <summary>What an exception becomes at the end of the tool: an exit code, and one line.</summary>
/// <param name="ExitCode">How the tool ends.</param>
/// <param name="Code">The service's code of the refusal; null if there is none.</param>
/// <param name="Message">The line; null if nothing is said.</param>
internal sealed record Failure(int ExitCode, string? Code, string? Message)
{
    public static Failure Of(Exception exception, CliTerminal terminal) => exception switch
    {
        ToolException e => new(e.ExitCode, null, LineOf(e)),
        OutputClosedException => new(ExitCodes.OutputClosed, null, null),
        OperationCanceledException when terminal.Interruption.Token.IsCancellationRequested => new(terminal.Interruption.ExitCode, null, null),
        FlapjackApiException e => new(CodeOf(e), e.ErrorCode, LineOf(e)),
        FlapjackStreamInterruptedException => new(ExitCodes.Unknown, null, LineOf(exception)),
        FlapjackConnectionException => new(ExitCodes.Unreachable, null, LineOf(exception)),
        FlapjackTimeoutException => new(ExitCodes.OutOfTime, null, LineOf(exception)),
        FlapjackProtocolException => new(ExitCodes.NotTheApi, null, LineOf(exception)),
        ComputerBootstrapFailedException => new(ExitCodes.Failed, null, LineOf(exception)),
        FlapjackException => new(ExitCodes.Refused, null, LineOf(exception)),
        ArgumentException => new(ExitCodes.Usage, null, LineOf(exception)),
        IOException or UnauthorizedAccessException or PlatformNotSupportedException => new(ExitCodes.Failed, null, LineOf(exception)),
        _ => new(ExitCodes.Fault, null, $"This is a fault of flapjack; please report it. {exception.GetType().Name}: {LineOf(exception)}"),
    };

    private static int CodeOf(FlapjackApiException exception) => exception switch
    {
        FlapjackAuthenticationException or FlapjackPermissionException => ExitCodes.NotAllowed,
        FlapjackNotFoundException or ComputerDestroyedException => ExitCodes.NotFound,
        RateLimitedException => ExitCodes.RateLimited,
        _ when (int)exception.StatusCode >= 500 => ExitCodes.Unreachable,
        _ => ExitCodes.Refused,
    };

    private static string LineOf(Exception exception)
    {
        // An ArgumentException adds the name of a parameter, which is no name that a user of the tool knows.
        var message = exception is ArgumentException { ParamName: { } name } ? exception.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal) : exception.Message;
        return Paper.Plain(message.ReplaceLineEndings(" ")).Trim();
    }
}
