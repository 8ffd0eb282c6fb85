namespace LocalComputers.Computers;

/// <summary>A class of sizes of computers; <see cref="Sizes"/> says what it stands for.</summary>
internal enum Size
{
    Small,
    Medium,
    Large,
}
