using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Flapjack.Sdk.AspNetCore.HealthChecks;

/// <summary>Asks for the computer of an agent that can't exist: the API's own "no such agent" proves that it is there, and that it knows the key.</summary>
internal sealed class FlapjackHealthCheck(FlapjackClient client, TimeSpan timeout, TimeProvider time) : IHealthCheck
{
    private static readonly string NoAgent = Guid.Empty.ToString();

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await client.GetComputerStatusAsync(NoAgent, either.Token).ConfigureAwait(false);
            return Healthy();
        }
        catch (FlapjackApiException e) when (IsTheApis(e))
        {
            return Healthy();
        }
        catch (FlapjackException e)
        {
            return new(context.Registration.FailureStatus, Describe(e), e);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(
                context.Registration.FailureStatus,
                $"Flapjack's API did not answer within {timeout.TotalSeconds:0.###} s, retries included. Check the client's base address, and that this host may connect to it.");
        }
    }

    // By its code: a 404 page says nothing of the API, and neither does the JSON of a stranger.
    private static bool IsTheApis(FlapjackApiException e) => e switch
    {
        FlapjackNotFoundException => e.ErrorCode == "NOT_FOUND",
        // Asked too often, by somebody whose key it knows.
        RateLimitedException => e.ErrorCode == "RATE_LIMITED",
        _ => false,
    };

    private static HealthCheckResult Healthy() => HealthCheckResult.Healthy("Flapjack's API can be reached, and accepts the key.");

    private static string Describe(FlapjackException e) => e switch
    {
        FlapjackAuthenticationException => "Flapjack's API does not accept the key. Check the client's ApiKey, or make a new one in the organization's settings.",
        FlapjackPermissionException => "Flapjack's API accepts the key, but not for computers. Use one that has the scope sandbox:admin.",
        FlapjackNotFoundException or FlapjackProtocolException => $"Something answers, but it is not Flapjack's API. Check the client's base address. {e.Message}",
        FlapjackConnectionException => $"Flapjack's API can't be reached. Check the client's base address, and that this host may connect to it. {e.Message}",
        FlapjackTimeoutException => $"Flapjack's API did not answer in time. Check the client's base address, and that this host may connect to it. {e.Message}",
        _ => $"Flapjack's API can't be used at the moment. {e.Message}",
    };
}
