namespace LocalComputers.Computers;

/// <summary>How large a computer is; <see cref="Sizes"/> says what that means.</summary>
internal enum Size
{
    Small,
    Medium,
    Large,
}
