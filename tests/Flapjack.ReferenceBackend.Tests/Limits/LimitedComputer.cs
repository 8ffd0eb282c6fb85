using System.Globalization;
using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Computers;

namespace Flapjack.ReferenceBackend.Tests.Limits;

/// <summary>A ready computer of a backend with limits, whose clock stands where it was before anything counted.</summary>
internal static class LimitedComputer
{
    /// <summary>Starts one; what getting it ready has used of its limits is over.</summary>
    public static async Task<ReadyComputer> StartAsync(ExecRateLimits limits, ArmedTime clock)
    {
        var computer = await ReadyComputer.StartAsync(options =>
        {
            options.RateLimits = limits;
            options.TimeProvider = clock;
        });
        clock.Advance(TimeSpan.FromMinutes(1));
        return computer;
    }

    public static void ShouldBeLimited(this HttpAnswer answer, string reason, int seconds)
    {
        answer.Status.Should().Be(429, answer.Body);
        answer.ContentType.Should().Be("application/json; charset=utf-8");
        answer.Headers.GetValues("Retry-After").Should().Equal(seconds.ToString(CultureInfo.InvariantCulture));
        answer.Json.EnumerateObject().Select(field => field.Name).Should().Equal("error", "reason", "detail");
        answer.Text("error").Should().Be("RATE_LIMITED");
        answer.Text("reason").Should().Be(reason, answer.Body);
        answer.Text("detail").Should().EndWith($"in {seconds} s.");
    }
}
