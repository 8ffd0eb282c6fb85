using System.Globalization;

namespace Shared.Wire.Diagnostics;

/// <summary>What telemetry tells of a call that failed. The exception's own message may quote the answer, so it is not among it.</summary>
/// <param name="Outcome">What is known of the call.</param>
/// <param name="ErrorType">The value of <c>error.type</c>: the status of a refusal, a code of the service, or the type of the exception.</param>
/// <param name="Description">A few words for people.</param>
internal sealed record CallFailure(CallOutcome Outcome, string ErrorType, string Description)
{
    private const int LongestCode = 64;

    /// <param name="exception">What the caller gets.</param>
    /// <param name="acts">Whether the call does something at the service; reading alone does not.</param>
    public static CallFailure Of(Exception exception, bool acts)
    {
        var type = exception.GetType();
        return exception switch
        {
            WireApiException { StatusCode: var status } refusal when (int)status >= 400 => new(
                (int)status is >= 500 or 408 ? Doubt(acts) : CallOutcome.Refused,
                ((int)status).ToString(CultureInfo.InvariantCulture),
                $"{(int)status} {CodeOf(refusal.ErrorCode)}".TrimEnd()),
            WireInterruptedException => new(CallOutcome.Unknown, type.FullName!, type.Name),
            WireConnectionException broken => new(Doubt(acts && broken.RequestMayHaveArrived), type.FullName!, type.Name),
            WireTimeoutException late => new(Doubt(acts && IsOfAnswer(late.Budget)), type.FullName!, $"{type.Name}: {late.Budget}"),
            WireProtocolException => new(Doubt(acts), type.FullName!, type.Name),
            _ => new(CallOutcome.Failed, type.FullName!, type.Name),
        };
    }

    /// <summary>A failure that the service told as the last event of a stream.</summary>
    /// <param name="code">The service's code.</param>
    /// <param name="isUnknown">Whether the service says that it does not know what happened.</param>
    public static CallFailure Told(string? code, bool isUnknown) =>
        new(isUnknown ? CallOutcome.Unknown : CallOutcome.Failed, CodeOf(code) ?? "error", $"The stream ended with an error{(CodeOf(code) is { } known ? $": {known}" : "")}");

    /// <summary>The code, if it has the form of a code. A sentence in its place may quote anything.</summary>
    private static string? CodeOf(string? code) => code is { Length: > 0 and <= LongestCode } && code.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? code : null;

    private static CallOutcome Doubt(bool mayHaveActed) => mayHaveActed ? CallOutcome.Unknown : CallOutcome.Failed;

    private static bool IsOfAnswer(WireTimeoutBudget budget) =>
        budget is WireTimeoutBudget.Response or WireTimeoutBudget.StreamIdle or WireTimeoutBudget.HttpClient;
}
