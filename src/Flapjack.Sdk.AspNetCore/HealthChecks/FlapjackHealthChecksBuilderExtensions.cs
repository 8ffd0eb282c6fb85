using Flapjack.Sdk;
using Flapjack.Sdk.AspNetCore.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the health check of Flapjack's API.</summary>
public static class FlapjackHealthChecksBuilderExtensions
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Adds a check that Flapjack's API can be reached and accepts the key of the container's <see cref="FlapjackClient"/>. It reads the status of
    /// a computer that does not exist, which costs no quota.
    /// </summary>
    /// <param name="builder">The health checks.</param>
    /// <param name="name">The check's name.</param>
    /// <param name="failureStatus">What it reports when the API can't be used; null for <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">By which to choose checks; null for none.</param>
    /// <param name="timeout">
    /// How long the check may take, the client's retries included: at least 10 ms and at most a day; null for 5 s. Where that is too short for the
    /// retries, a service that can't be reached is reported as one that did not answer.
    /// </param>
    /// <returns>The health checks.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is out of its range.</exception>
    /// <remarks>A check without a <see cref="FlapjackClient"/> in the container throws an <see cref="InvalidOperationException"/>: call <c>AddFlapjack()</c> on the services, too.</remarks>
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

        // Not by the registration's own timeout, which could only say that it ran out.
        return builder.Add(new(name, provider => new FlapjackHealthCheck(ClientOf(provider), limit, ClockOf(provider)), failureStatus, tags));
    }

    private static FlapjackClient ClientOf(IServiceProvider provider) => provider.GetService<FlapjackClient>()
        ?? throw new InvalidOperationException("The health check of Flapjack has no client to ask with: call builder.Services.AddFlapjack() as well as AddHealthChecks().AddFlapjack().");

    private static TimeProvider ClockOf(IServiceProvider provider) => provider.GetService<TimeProvider>() ?? TimeProvider.System;
}
