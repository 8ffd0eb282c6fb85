using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Flapjack.Sdk.AspNetCore.HealthChecks;

/// <summary>
/// Asks once for the computer of an agent that can't exist. The API's own answer "no such agent" proves that the API can be reached and accepts the key.
/// </summary>
/// <param name="handlers">The connections of the container's client.</param>
/// <param name="options">The client's address and key. Its retries and timeouts are not used: they are for work, which can wait, and a probe can't.</param>
/// <param name="timeout">How long the check may take.</param>
/// <param name="time">The clock of the timeout.</param>
internal sealed class FlapjackHealthCheck(IHttpMessageHandlerFactory handlers, Func<FlapjackClientOptions> options, TimeSpan timeout, TimeProvider time) : IHealthCheck
{
    private static readonly string NoAgent = Guid.Empty.ToString();

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var current = options();
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var probe = new HealthProbe(handlers.CreateHandler(FlapjackServiceCollectionExtensions.HttpClientName));
        using var http = new HttpClient(probe, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        using var client = new FlapjackClient(http, new()
        {
            // The check reads the options each time, and so has the key of now. The client wants one of the two.
            ApiKey = current.TokenProvider is null ? current.ApiKey : null,
            TokenProvider = current.TokenProvider,
            BaseAddress = current.BaseAddress,
            ConnectTimeout = current.ConnectTimeout,
            ResponseTimeout = Timeout.InfiniteTimeSpan,
            MaxRetries = 0,
        });
        try
        {
            await client.GetComputerStatusAsync(NoAgent, either.Token).ConfigureAwait(false);
            return probe.Answer is { ProvesTheKey: true } ? Healthy() : Failed(Stranger($"It answered {probe.Answer?.Describe()}."));
        }
        catch (FlapjackException e)
        {
            return Failed(Describe(e, probe.Answer), e);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed($"Flapjack's API did not answer within {timeout.TotalSeconds:0.###} s. Check the client's base address, and that this host may connect to it.");
        }

        HealthCheckResult Failed(string description, Exception? exception = null) =>
            new(context.Registration.FailureStatus, new KeyRedaction(KeyRedaction.KeyOf(current) ?? "").Redact(description), exception);
    }

    private static HealthCheckResult Healthy() => HealthCheckResult.Healthy("Flapjack's API can be reached, and accepts the key.");

    private static string Describe(FlapjackException e, HealthAnswer? answer) => e switch
    {
        _ when answer is { RedirectedTo: { } place } => Stranger($"It redirected to {place.GetLeftPart(UriPartial.Authority)}, which answered {answer.Status}."),
        FlapjackAuthenticationException => "Flapjack's API does not accept the key. Check the client's ApiKey, or make a new one in the organization's settings." + Doubt(answer),
        FlapjackPermissionException => "Flapjack's API accepts the key, but not for computers. Use a key that has the scope sandbox:admin." + Doubt(answer),
        FlapjackApiException { StatusCode: < HttpStatusCode.InternalServerError } when answer is not { IsTheApisRefusal: true } => Stranger(e.Message),
        FlapjackProtocolException => Stranger(e.Message),
        FlapjackConnectionException => $"Flapjack's API can't be reached. Check the client's base address, and that this host may connect to it. {e.Message}",
        FlapjackTimeoutException => $"Flapjack's API did not answer in time. Check the client's base address, and that this host may connect to it. {e.Message}",
        _ => $"Flapjack's API can't be used at the moment. {e.Message}",
    };

    // A proxy or a firewall on the way can refuse too, and knows nothing about keys.
    private static string Doubt(HealthAnswer? answer) => answer is null or { IsTheApisRefusal: true }
        ? ""
        : $" The answer is not in the form of the API, so something else on the way may have given it; check the base address, too: {answer.Status} with {answer.ContentType ?? "no content type"}.";

    private static string Stranger(string said) => $"Something answers, but it is not Flapjack's API. Check the client's base address. {said}";
}
