using System.Text;

namespace AgentComputer.Sdk.Tests.Processes;

public sealed class OutputTextTests
{
    [Fact]
    public void The_texts_of_the_pieces_are_the_text_of_the_whole_wherever_it_is_cut()
    {
        byte[] bytes = [.. "aé€😀"u8, 0xFF, 0xE2, 0x82, (byte)'b', 0x80, 0xF0, 0x9F, .. "é"u8];
        for (var first = 0; first <= bytes.Length; first++)
        {
            for (var second = first; second <= bytes.Length; second++)
            {
                ReadOnlyMemory<byte> pending = default;
                var text = new StringBuilder();
                foreach (var piece in new[] { bytes[..first], bytes[first..second], bytes[second..] })
                {
                    text.Append(OutputText.Next(piece, ref pending));
                }

                text.ToString().Should().Be(Encoding.UTF8.GetString(bytes));
                pending.Length.Should().Be(0);
            }
        }
    }
}
