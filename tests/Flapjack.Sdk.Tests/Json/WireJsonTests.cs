using System.Text;
using System.Text.Json;
using Flapjack.Sdk.Json;

namespace Flapjack.Sdk.Tests.Json;

public sealed class WireJsonTests
{
    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}{}")]
    [InlineData("{\"ok\":\"yes\"}")]
    [InlineData("{\"exitCode\":1.5}")]
    [InlineData("{\"exitCode\":99999999999}")]
    [InlineData("{'ok':true}")]
    public void What_is_not_of_the_shape_is_no_json(string json)
    {
        var read = () => WireJson.Read(Encoding.UTF8.GetBytes(json), FlapjackJsonContext.Default.ExecExitEvent);

        read.Should().Throw<JsonException>();
    }

    [Fact]
    public void A_null_reads_as_if_the_field_were_missing_and_is_never_written()
    {
        var exit = WireJson.Read("""{"ok":null,"exitCode":null,"durationMs":null,"truncated":null}"""u8, FlapjackJsonContext.Default.ExecExitEvent);

        var json = JsonSerializer.Serialize(exit, FlapjackJsonContext.Default.ExecExitEvent);

        json.Should().Be("""{"ok":false,"durationMs":0,"truncated":false}""");
    }

    [Fact]
    public void Bytes_that_are_no_text_are_read_all_the_same()
    {
        var read = WireJson.ReadAny([0xff, 0xfe]);

        read.GetString().Should().Be("\ufffd\ufffd");
    }
}
