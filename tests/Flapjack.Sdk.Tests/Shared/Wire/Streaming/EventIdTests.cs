using System.Text;
using Shared.Wire.Streaming;

namespace Flapjack.Sdk.Tests.Streaming;

public sealed class EventIdTests
{
    [Theory]
    [InlineData("1")]
    [InlineData("run:1")]
    [InlineData("run:00")]
    [InlineData("run:01")]
    [InlineData("run:0")]
    [InlineData("run:+1")]
    [InlineData("run:")]
    [InlineData(":7")]
    [InlineData("a:b:999999999999999999")]
    [InlineData("run:9223372036854775807")]
    [InlineData("run:99999999999999999999")]
    [InlineData("ré:12")]
    [InlineData("12:x")]
    public void An_id_is_told_as_it_came(string id)
    {
        var ids = new EventIds();

        ids.Of("other:5"u8).Text.Should().Be("other:5");
        ids.Of(Encoding.UTF8.GetBytes(id)).Text.Should().Be(id);
        ids.Of(Encoding.UTF8.GetBytes(id)).Should().Be(new EventId(id)).And.NotBe(new EventId(id + "1"));
        ids.Of(Encoding.UTF8.GetBytes(id)).GetHashCode().Should().Be(new EventId(id).GetHashCode());
    }

    [Fact]
    public void No_id_is_null() => default(EventId).Text.Should().BeNull();
}
