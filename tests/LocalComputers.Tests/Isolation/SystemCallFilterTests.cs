using System.Runtime.InteropServices;
using LocalComputers.Isolation;

namespace LocalComputers.Tests.Isolation;

public sealed class SystemCallFilterTests
{
    [Theory]
    [InlineData(Architecture.X64)]
    [InlineData(Architecture.Arm64)]
    public void The_filter_is_a_whole_program_that_ends_in_a_refusal(Architecture processor)
    {
        var filter = SystemCallFilter.For(processor)!;

        (filter.Length % 8).Should().Be(0);
        filter[^8..].Should().Equal(0x06, 0, 0, 0, 97, 0, 5, 0);
    }

    [Fact]
    public void A_processor_whose_calls_are_not_known_has_no_filter() => SystemCallFilter.For(Architecture.S390x).Should().BeNull();
}
