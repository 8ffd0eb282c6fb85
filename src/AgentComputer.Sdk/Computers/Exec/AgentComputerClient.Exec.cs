using System.Net;
using System.Text.Json;
using Shared.Wire.Http;
using Shared.Wire.Json;

namespace AgentComputer.Sdk;

public partial class AgentComputerClient
{
    // What the service may need beyond the program's own time: to start the program, to stop it, to send what it wrote.
    private static readonly TimeSpan ExecMargin = TimeSpan.FromSeconds(15);

    /// <summary>Runs a program on a running computer to its end. It is sent again only if the service provably did not start it.</summary>
    /// <param name="computerId">The computer's id.</param>
    /// <param name="request">The program. It has no input: a program that reads its standard input may wait until its timeout.</param>
    /// <param name="cancellationToken">Ends the call. The program may have been started, and goes on until its timeout.</param>
    /// <returns>How it ended, whatever its exit code, and what it wrote.</returns>
    /// <exception cref="ArgumentException">The command is empty, or the timeout is out of its range.</exception>
    /// <exception cref="ExecTimedOutException">
    /// It ran into its timeout: the service says so, or it ran as long as its timeout, or no answer came until 15 s after its timeout.
    /// </exception>
    /// <exception cref="AgentComputerConflictException">The computer does not run.</exception>
    /// <remarks>
    /// <c>POST /v1/computers/{computerId}/exec</c>. The vendor's machines run one such call or file operation of a computer after the other; start a
    /// process for what takes long.
    /// </remarks>
    public virtual Task<ExecResult> ExecAsync(string computerId, ExecRequest request, CancellationToken cancellationToken = default)
    {
        var body = ExecBody.Of(request);
        var timeout = TimeSpan.FromMilliseconds(body.TimeoutMs);
        var call = new ApiRequest(HttpMethod.Post, $"/v1/computers/{computerId}/exec", RetryRule.IfNeverStarted)
        {
            Body = JsonBody.Of(body, ComputersJson.Default.ExecBody, nameof(request)),
            MayTake = new(timeout, $"{nameof(ExecRequest)}.{nameof(ExecRequest.Timeout)}"),
        };
        return ExecuteAsync(Http, call, timeout, cancellationToken);
    }

    private static async Task<ExecResult> ExecuteAsync(WireHttp http, ApiRequest call, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var clock = http.Settings.TimeProvider;
        using var late = new CancellationTokenSource(timeout + ExecMargin, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        var began = clock.GetTimestamp();
        ExecResult result;
        try
        {
            result = await http.SendAsync(call, ComputersJson.Default.ExecResult, either.Token, nameof(ExecAsync)).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException($"{call} was cancelled. The program may go on until its timeout.", e, cancellationToken);
        }
        catch (OperationCanceledException e) when (late.IsCancellationRequested)
        {
            throw new ExecTimedOutException(
                $"{call}: no answer came within {BudgetText.Seconds(timeout)}, the program's timeout, and {BudgetText.Seconds(ExecMargin)} more. Whether the program ran, or still runs, is unknown.",
                timeout,
                output: null,
                e);
        }
        catch (AgentComputerApiException e) when (e is { StatusCode: HttpStatusCode.RequestTimeout, ErrorCode: "exec_timeout" })
        {
            throw TimedOut(call, timeout, e.Error.ValueKind == JsonValueKind.Object ? WireJson.Read(e.Error, ComputersJson.Default.ExecResult) : new(), e);
        }

        // The service may answer 200 and exit code 0 for a program that it has killed. Without a duration the client's own clock decides.
        var ran = result.DurationMs is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : clock.GetElapsedTime(began);
        return ran < timeout ? result : throw TimedOut(call, timeout, result, null);
    }

    private static ExecTimedOutException TimedOut(ApiRequest call, TimeSpan timeout, ExecResult output, Exception? cause) => new(
        $"{call}: the program ran into its timeout of {BudgetText.Seconds(timeout)}. What it had written is in Output. Give it more time, up to 300 s, or start a process.",
        timeout,
        // The service may say 0 for a program that it has killed.
        output with { HasNoCode = true },
        cause);
}
