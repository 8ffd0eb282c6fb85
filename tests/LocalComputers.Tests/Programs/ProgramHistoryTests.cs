using System.Text;
using LocalComputers.Programs;
using LocalComputers.Shells;

namespace LocalComputers.Tests.Programs;

public sealed class ProgramHistoryTests
{
    [Fact]
    public void All_is_there_while_it_fits()
    {
        var history = new ProgramHistory(10);
        history.Add(OutputKind.Stdout, "abc"u8);
        history.Add(OutputKind.Stdout, "def"u8);
        history.Add(OutputKind.Stderr, "ghij"u8);

        Read(history).Should().Be(("out:abcdef err:ghij", 0));
    }

    [Fact]
    public void The_oldest_bytes_fall_out_and_are_counted_whatever_their_output()
    {
        var history = new ProgramHistory(10);
        history.Add(OutputKind.Stdout, "abcdef"u8);
        history.Add(OutputKind.Stderr, "ghij"u8);
        history.Add(OutputKind.Stdout, "klm"u8);
        history.Add(OutputKind.Stderr, "nopqr"u8);

        Read(history).Should().Be(("err:ij out:klm err:nopqr", 8));
    }

    [Fact]
    public void Of_a_piece_larger_than_the_room_the_end_stays()
    {
        var history = new ProgramHistory(4);
        history.Add(OutputKind.Stderr, "old"u8);
        history.Add(OutputKind.Stdout, "0123456789"u8);

        Read(history).Should().Be(("out:6789", 9));
    }

    [Theory]
    [InlineData(7, "out:€z", 0)]
    [InlineData(3, "out:z", 3)]
    [InlineData(2, "out:z", 3)]
    [InlineData(4, "out:€z", 0)]
    public void A_character_whose_beginning_has_fallen_out_is_left_out_and_counted(int capacity, string kept, int missing)
    {
        var history = new ProgramHistory(capacity);
        history.Add(OutputKind.Stdout, "€z"u8);

        Read(history).Should().Be((kept, missing));
    }

    [Fact]
    public void The_rest_of_a_character_is_found_behind_the_other_output_too()
    {
        var history = new ProgramHistory(6);
        history.Add(OutputKind.Stdout, [0xF0]);
        history.Add(OutputKind.Stdout, [0x9F]);
        history.Add(OutputKind.Stderr, "err"u8);
        history.Add(OutputKind.Stdout, [0x98, 0x80, (byte)'z']);

        Read(history).Should().Be(("err:err out:z", 4));
    }

    [Fact]
    public void Bytes_that_are_no_text_are_kept_as_they_are_when_nothing_is_missing()
    {
        var history = new ProgramHistory(4);
        history.Add(OutputKind.Stdout, [0x80, 0xBF, 0x80, 0xFF]);

        var (pieces, missing) = history.Read();

        (Convert.ToHexString(pieces.Single().Bytes), missing).Should().Be(("80BF80FF", 0));
    }

    [Fact]
    public void At_most_three_bytes_are_taken_for_the_rest_of_a_character()
    {
        var history = new ProgramHistory(6);
        history.Add(OutputKind.Stdout, [0x80, 0x80, 0x81, 0x82, 0x83, 0x84, 0x85]);

        var (pieces, missing) = history.Read();

        (Convert.ToHexString(pieces.Single().Bytes), missing).Should().Be(("838485", 4));
    }

    [Fact]
    public void Without_room_everything_is_missing()
    {
        var history = new ProgramHistory(0);
        history.Add(OutputKind.Stdout, "abc"u8);

        Read(history).Should().Be(("", 3));
    }

    [Fact]
    public void What_was_forgotten_is_missing_and_more_can_come()
    {
        var history = new ProgramHistory(10);
        history.Add(OutputKind.Stdout, "abc"u8);
        history.Forget();
        history.Add(OutputKind.Stdout, "de"u8);

        Read(history).Should().Be(("out:de", 3));
    }

    [Fact]
    public void Whatever_is_written_the_end_of_it_is_kept_and_nothing_is_lost_uncounted()
    {
        var random = new Random(5);
        for (var round = 0; round < 200; round++)
        {
            var history = new ProgramHistory(random.Next(1, 20_000));
            var all = new List<byte>();
            for (var add = random.Next(40); add >= 0; add--)
            {
                var bytes = new byte[random.Next(3_000)];
                // No byte looks like the middle of a character.
                Array.Fill(bytes, (byte)random.Next(128));
                history.Add((OutputKind)random.Next(2), bytes);
                all.AddRange(bytes);
            }

            var (pieces, missing) = history.Read();

            var kept = pieces.SelectMany(piece => piece.Bytes).ToArray();
            (missing + kept.Length).Should().Be(all.Count);
            kept.Should().Equal(all.Skip((int)missing));
        }
    }

    [Fact]
    public void A_program_that_changes_its_output_with_each_byte_does_not_fill_the_memory()
    {
        var history = new ProgramHistory(1_000_000);
        for (var i = 0; i < 200_000; i++)
        {
            history.Add((OutputKind)(i % 2), "x"u8);
        }

        var (pieces, missing) = history.Read();

        (pieces.Count + missing).Should().Be(200_000);
        pieces.Count.Should().BeLessThanOrEqualTo(64 * 1024);
    }

    private static (string, long) Read(ProgramHistory history)
    {
        var (pieces, missing) = history.Read();
        return (string.Join(' ', pieces.Select(piece => $"{(piece.Kind == OutputKind.Stdout ? "out" : "err")}:{Encoding.UTF8.GetString(piece.Bytes)}")), missing);
    }
}
