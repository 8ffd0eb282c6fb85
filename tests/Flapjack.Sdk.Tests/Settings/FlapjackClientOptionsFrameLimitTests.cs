using Flapjack.Sdk.Settings;

namespace Flapjack.Sdk.Tests.Settings;

public sealed class FlapjackClientOptionsFrameLimitTests
{
    [Theory]
    [InlineData(1024)]
    [InlineData(16 * 1024 * 1024)]
    [InlineData(1024 * 1024 * 1024)]
    public void A_frame_limit_in_its_range_is_taken(int limit) =>
        ClientSettings.From(new() { ApiKey = "fj_live_x", MaxStreamFrameBytes = limit }).Http.MaxStreamFrameBytes.Should().Be(limit);

    [Theory]
    [InlineData(-1)]
    [InlineData(1023)]
    [InlineData(1024 * 1024 * 1024 + 1)]
    public void A_frame_limit_out_of_its_range_is_refused_by_name(int limit)
    {
        var make = () => ClientSettings.From(new() { ApiKey = "fj_live_x", MaxStreamFrameBytes = limit });

        make.Should().Throw<ArgumentException>().WithMessage("*MaxStreamFrameBytes must be 1 KiB to 1 GiB*");
    }
}
