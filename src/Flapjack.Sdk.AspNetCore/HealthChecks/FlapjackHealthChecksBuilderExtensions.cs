using Flapjack.Sdk;
using Flapjack.Sdk.AspNetCore.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the health check of Flapjack's API.</summary>
public static class FlapjackHealthChecksBuilderExtensions
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Adds a check that Flapjack's API can be reached and accepts the key of <c>AddFlapjack()</c>. It reads the status of a computer that does not
    /// exist, which costs no quota: one call, never repeated, whose expected 404 is no error in the app's traces.
    /// </summary>
    /// <param name="builder">The health checks.</param>
    /// <param name="name">The check's name.</param>
    /// <param name="failureStatus">What the check reports when the API can't be used; null for <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">The tags by which an app chooses checks; null for none.</param>
    /// <param name="timeout">
    /// How long the check may take: at least 10 ms and at most a day; null for 5 s. The client's own timeouts and retries do not apply.
    /// </param>
    /// <returns>The health checks.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is out of its range.</exception>
    /// <remarks>
    /// A 429 is healthy, because the API accepts the key. An answer that does not have the form of the API's answers is unhealthy, whatever its status is.
    /// A check without <c>AddFlapjack()</c> on the services throws an <see cref="InvalidOperationException"/>.
    /// </remarks>
    public static IHealthChecksBuilder AddFlapjack(
        this IHealthChecksBuilder builder,
        string name = "flapjack",
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        var limit = timeout ?? DefaultTimeout;
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, TimeSpan.FromMilliseconds(10), nameof(timeout));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, TimeSpan.FromDays(1), nameof(timeout));

        // The registration's own timeout is not used, because it could only say that it ran out.
        return builder.Add(new(name, provider => Create(provider, limit), failureStatus, tags));
    }

    private static FlapjackHealthCheck Create(IServiceProvider provider, TimeSpan timeout)
    {
        if (provider.GetService<IHttpMessageHandlerFactory>() is not { } handlers || provider.GetService<IServiceProviderIsService>()?.IsService(typeof(FlapjackClient)) == false)
        {
            throw new InvalidOperationException(
                "The health check of Flapjack has no client to ask with: call builder.Services.AddFlapjack() as well as AddHealthChecks().AddFlapjack().");
        }

        var options = provider.GetRequiredService<IOptionsMonitor<FlapjackClientOptions>>();
        return new(handlers, () => options.CurrentValue, timeout, ClockOf(provider));
    }

    private static TimeProvider ClockOf(IServiceProvider provider) => provider.GetService<TimeProvider>() ?? TimeProvider.System;
}
