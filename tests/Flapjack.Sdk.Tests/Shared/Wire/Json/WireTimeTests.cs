using System.Globalization;
using Shared.Wire.Json;

namespace Flapjack.Sdk.Tests.Json;

public sealed class WireTimeTests
{
    [Theory]
    [InlineData("2026-04-13T18:52:00Z", "2026-04-13T18:52:00.0000000+00:00")]
    [InlineData("2026-04-13T18:52:00.123Z", "2026-04-13T18:52:00.1230000+00:00")]
    [InlineData("2026-04-13T18:52:00.123456789Z", "2026-04-13T18:52:00.1234567+00:00")]
    [InlineData("2026-04-13T18:52:00+02:00", "2026-04-13T18:52:00.0000000+02:00")]
    [InlineData("2026-04-13 18:52:00+00", "2026-04-13T18:52:00.0000000+00:00")]
    [InlineData("2026-04-13 18:52:00.5+00", "2026-04-13T18:52:00.5000000+00:00")]
    [InlineData("2026-04-13 18:52:00.123456-03", "2026-04-13T18:52:00.1234560-03:00")]
    [InlineData("2026-04-13 18:52:00+0000", "2026-04-13T18:52:00.0000000+00:00")]
    [InlineData("2026-04-13 18:52:00+0530", "2026-04-13T18:52:00.0000000+05:30")]
    [InlineData("2026-04-13 18:52:00+05:30", "2026-04-13T18:52:00.0000000+05:30")]
    [InlineData("2026-04-13 18:52:00 +00", "2026-04-13T18:52:00.0000000+00:00")]
    [InlineData("2026-04-13 18:52:00 UTC", "2026-04-13T18:52:00.0000000+00:00")]
    [InlineData("2026-04-13 18:52:00", "2026-04-13T18:52:00.0000000+00:00")] // never the zone of this machine
    [InlineData("2026-04-13T18:52:00", "2026-04-13T18:52:00.0000000+00:00")]
    [InlineData("2026-04-13T18:52", "2026-04-13T18:52:00.0000000+00:00")]
    [InlineData("2026-04-13", "2026-04-13T00:00:00.0000000+00:00")]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.0000000+00:00")]
    [InlineData("9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59.9999999+00:00")]
    public void A_time_is_read_as_iso_8601_and_as_postgresql_write_it(string text, string time)
    {
        WireTime.TryRead(text, out var read).Should().BeTrue();

        read.ToString("O", CultureInfo.InvariantCulture).Should().Be(time);
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("infinity")]
    [InlineData("18:52")]
    [InlineData("13.04.2026 18:52:00")]
    [InlineData("2026-13-01T00:00:00Z")]
    [InlineData("2026-02-30 00:00:00+00")]
    [InlineData("2026-04-13T24:00:00Z")]
    [InlineData("2026-04-13T18:52:61Z")]
    [InlineData("2026-04-13T18:52:00+25:00")]
    [InlineData("0001-01-01T00:00:00+14:00")]
    [InlineData("12026-04-13T18:52:00Z")]
    [InlineData("0044-03-15 12:00:00+00 BC")]
    [InlineData("2026-04-13T18:52:00Z\n")]
    [InlineData("٢٠٢٦-04-13T18:52:00Z")]
    public void What_is_no_time_is_none(string text) => WireTime.TryRead(text, out _).Should().BeFalse();
}
