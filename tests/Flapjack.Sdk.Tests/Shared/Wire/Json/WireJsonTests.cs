using System.Text;
using System.Text.Json;
using Shared.Wire.Json;

namespace Flapjack.Sdk.Tests.Json;

public sealed class WireJsonTests
{
    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}{}")]
    [InlineData("[]")]
    [InlineData("[{\"ok\":true}]")]
    [InlineData("\"ok\"")]
    [InlineData("0")]
    [InlineData("{\"ok\":\"yes\"")]
    [InlineData("{'ok':true}")]
    public void What_is_not_of_the_shape_is_no_json(string json)
    {
        var read = () => WireJson.Read(Encoding.UTF8.GetBytes(json), ComputersJson.Default.ExecExitEvent);

        read.Should().Throw<JsonException>();
    }

    [Fact]
    public void A_null_reads_as_if_the_field_were_missing_and_is_never_written()
    {
        var exit = WireJson.Read("""{"ok":null,"exitCode":null,"durationMs":null,"truncated":null}"""u8, ComputersJson.Default.ExecExitEvent);

        var json = JsonSerializer.Serialize(exit, ComputersJson.Default.ExecExitEvent);

        json.Should().Be("""{"type":"exit","ok":false,"durationMs":0,"truncated":false}""");
    }

    [Theory]
    [InlineData("[]", "a list")]
    [InlineData("\"ok\"", "a text")]
    [InlineData("0", "a number")]
    [InlineData("null", "null")]
    [InlineData("false", "true or false")]
    public void Json_of_another_shape_says_of_which(string json, string kind)
    {
        var read = () => WireJson.Read(Encoding.UTF8.GetBytes(json), ComputersJson.Default.ExecExitEvent);

        read.Should().Throw<JsonException>().WithMessage($"$ is {kind}, not an object.");
    }

    [Fact]
    public void A_byte_order_mark_is_skipped_once()
    {
        byte[] marked = [0xEF, 0xBB, 0xBF, .. """{"exitCode":3}"""u8];

        WireJson.Read(marked, ComputersJson.Default.ExecExitEvent).ExitCode.Should().Be(3);
        FluentActions.Invoking(() => WireJson.Read([0xEF, 0xBB, 0xBF, .. marked], ComputersJson.Default.ExecExitEvent)).Should().Throw<JsonException>();
    }

    [Fact]
    public void Bytes_that_are_no_text_are_read_all_the_same()
    {
        var read = WireJson.ReadAny([0xff, 0xfe]);

        read.GetString().Should().Be("\ufffd\ufffd");
    }
}
