using System.Text;

namespace Flapjack.Sdk.Tests.Computers.Exec;

public sealed class ExecOutputAllocationTests
{
    private const int Events = 200;
    private const int ChunkBytes = 16 * 1024;

    [Theory]
    [InlineData("0123456789abcde\\n")]
    [InlineData("0123456789abcdef")]
    public void An_event_of_output_takes_no_more_memory_than_its_bytes(string sixteenBytes)
    {
        var data = Encoding.UTF8.GetBytes($$"""{"chunk":"{{string.Concat(Enumerable.Repeat(sixteenBytes, ChunkBytes / 16))}}"}""");
        void Read()
        {
            for (var i = 0; i < Events; i++)
            {
                ExecOutputJson.Read(data, new ExecStdoutEvent()).Bytes.Length.Should().Be(ChunkBytes);
            }
        }

        // What is called for the first time may allocate while it is compiled.
        Read();

        var before = GC.GetAllocatedBytesForCurrentThread();
        Read();

        ((GC.GetAllocatedBytesForCurrentThread() - before) / Events).Should().BeLessThan(ChunkBytes + (4 * 1024));
    }
}
